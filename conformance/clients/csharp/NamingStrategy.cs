// Newtonsoft.Json has these since 9.0; Debian's is 6.0.8. They need do nothing: every member of the generated models is named.
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
