// Newtonsoft.Json has these classes since 9.0, but Debian has 6.0.8. They can be empty, because the generated models name every member.
namespace Org.OpenAPITools
{
    class CamelCaseNamingStrategy
    {
        public bool OverrideSpecifiedNames { get; set; }
    }

    class DefaultContractResolver : Newtonsoft.Json.Serialization.DefaultContractResolver
    {
        public CamelCaseNamingStrategy NamingStrategy { get; set; }
    }
}
