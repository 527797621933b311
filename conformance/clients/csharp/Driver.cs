// Reads batch tracking ids from standard input, one per line, and prints the result of each as a line of JSON.
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

/// <summary>Removes the quotes around a charset, with which the HttpClient of .NET Framework and Mono cannot read a body.</summary>
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
            var result = FetchResult(api, id);
            result["id"] = id;
            Console.WriteLine(JsonConvert.SerializeObject(result, ascii));
        }
        // Mono sometimes aborts while it waits for its threads to end.
        Environment.Exit(0);
    }

    static Dictionary<string, object> FetchResult(DeviceBatchUploadsApi api, string id)
    {
        var result = new Dictionary<string, object>();
        try
        {
            // The batch is null if the body is empty or null.
            var batch = api.GetBatchUploadStatus(CustomerId, id, id, id, "de-DE");
            if (batch == null) result["failure"] = "no batch";
            else result["facts"] = Facts(batch);
        }
        catch (ApiException e) when (e.Headers != null)
        {
            result["apiFault"] = new { status = e.ErrorCode, code = ApiFaultCode((string)e.ErrorContent) };
        }
        catch (Exception e)
        {
            // Includes a 200 that cannot be read, an ApiException with ErrorCode 500, but without headers.
            result["failure"] = e.Message;
        }
        return result;
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

    // The exception contains only the text of the body, which may be a web page.
    static string ApiFaultCode(string body)
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
