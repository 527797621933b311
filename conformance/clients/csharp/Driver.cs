// Asks for each batch tracking id that it reads, and prints what it knows then.
using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json;
using Org.OpenAPITools.Api;
using Org.OpenAPITools.Client;
using Org.OpenAPITools.Model;

/// <summary>HttpClient of .NET Framework and Mono cannot read a text whose charset stands in quotes.</summary>
class UnquotingHandler : DelegatingHandler
{
    public UnquotingHandler() : base(new HttpClientHandler()) { }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken token)
    {
        var response = await base.SendAsync(request, token);
        var type = response.Content.Headers.ContentType;
        if (type?.CharSet != null) type.CharSet = type.CharSet.Trim('"');
        return response;
    }
}

static class Driver
{
    const string CustomerId = "47021739-3426-40bf-9601-61b4b6d7c793";

    static void Main(string[] args)
    {
        var httpClient = args[1] == "recommended" ? new HttpClient(new UnquotingHandler()) : new HttpClient();
        var configuration = new Configuration { BasePath = args[0], AccessToken = "conformance-token" };
        var api = new DeviceBatchUploadsApi(httpClient, configuration);
        var ascii = new JsonSerializerSettings { StringEscapeHandling = StringEscapeHandling.EscapeNonAscii };
        string id;
        while ((id = Console.ReadLine()) != null)
        {
            var known = Ask(api, id);
            known["id"] = id;
            Console.WriteLine(JsonConvert.SerializeObject(known, ascii));
        }
        // Mono now and then aborts while it waits for its threads to end.
        Environment.Exit(0);
    }

    static Dictionary<string, object> Ask(DeviceBatchUploadsApi api, string id)
    {
        var known = new Dictionary<string, object>();
        try
        {
            // Null stands for an empty body, and for a null in the answer's place.
            var batch = api.GetBatchUploadStatus(CustomerId, id, id, id, "de-DE");
            if (batch == null) known["failure"] = "no batch";
            else known["facts"] = Facts(batch);
        }
        catch (ApiException e) when (e.Headers != null)
        {
            known["fault"] = new { status = e.ErrorCode, code = FaultCode((string)e.ErrorContent) };
        }
        catch (Exception e)
        {
            // A 200 that cannot be read is here, too: as an ApiException with ErrorCode 500, but without headers.
            known["failure"] = e.Message;
        }
        return known;
    }

    static Dictionary<string, object> Facts(BatchUploadDetails batch)
    {
        var first = batch.DevicesStatus?.FirstOrDefault();
        var last = batch.DevicesStatus?.LastOrDefault();
        return new Dictionary<string, object>
        {
            ["/batchTrackingId"] = batch.BatchTrackingId,
            ["/status"] = batch.Status,
            ["/startedTime"] = batch.StartedTime,
            ["/completedTime"] = batch.CompletedTime,
            ["/attributes/objectType"] = batch.Attributes?.ObjectType,
            ["/attributes/etag"] = batch.Attributes?.Etag,
            ["/devicesStatus/length"] = batch.DevicesStatus?.Count ?? 0,
            ["/devicesStatus/0/deviceId"] = first?.DeviceId,
            ["/devicesStatus/0/serialNumber"] = first?.SerialNumber,
            ["/devicesStatus/0/productKey"] = first?.ProductKey,
            ["/devicesStatus/0/status"] = first?.Status,
            ["/devicesStatus/0/errorCode"] = first?.ErrorCode,
            ["/devicesStatus/0/errorDescription"] = first?.ErrorDescription,
            ["/devicesStatus/0/attributes/objectType"] = first?.Attributes?.ObjectType,
            ["/devicesStatus/last/serialNumber"] = last?.SerialNumber,
            ["/devicesStatus/last/errorCode"] = last?.ErrorCode,
        };
    }

    // The exception has no more than the text of the body, which may also be a web page.
    static string FaultCode(string body)
    {
        try
        {
            var code = JsonConvert.DeserializeObject<ApiFault>(body)?.Code;
            return code == null ? null : Convert.ToString(code, CultureInfo.InvariantCulture);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
