import java.io.PrintStream
import org.openapitools.client.apis.DeviceBatchUploadsApi
import org.openapitools.client.infrastructure.ClientError
import org.openapitools.client.infrastructure.Serializer
import org.openapitools.client.infrastructure.ServerError
import org.openapitools.client.infrastructure.Success
import org.openapitools.client.models.ApiFault
import org.openapitools.client.models.BatchUploadDetails

const val CUSTOMER = "47021739-3426-40bf-9601-61b4b6d7c793"

/** Reads batch tracking ids from standard input, one per line, and prints the result of each as a line of JSON. */
fun main(arguments: Array<String>) {
    val api = DeviceBatchUploadsApi(arguments[0]).apply { accessTokenProvider = { "conformance-token" } }
    val json = Serializer.moshi.adapter(Map::class.java).serializeNulls()
    val output = PrintStream(System.out, true, Charsets.UTF_8)
    for (id in generateSequence(::readlnOrNull)) {
        output.println(json.toJson(mapOf("id" to id) + fetchResult(api, id)))
    }
}

private fun fetchResult(api: DeviceBatchUploadsApi, id: String): Map<String, Any> =
    try {
        when (val response = api.getBatchUploadStatusWithHttpInfo(CUSTOMER, id, id, id, "de-DE")) {
            is Success -> response.data?.let { mapOf("facts" to facts(it)) } ?: mapOf("failure" to "empty body")
            is ClientError -> mapOf("apiFault" to mapOf("status" to response.statusCode, "code" to code(response.body)))
            is ServerError -> mapOf("apiFault" to mapOf("status" to response.statusCode, "code" to code(response.body)))
            else -> mapOf("failure" to "status ${response.statusCode}")
        }
    } catch (e: Exception) { // The only common class of the exceptions of OkHttp, Moshi and the generated client.
        mapOf("failure" to e.toString())
    }

private fun facts(details: BatchUploadDetails): Map<String, Any?> {
    val first = details.devicesStatus?.firstOrNull()
    val last = details.devicesStatus?.lastOrNull()
    return mapOf(
        "/batchTrackingId" to details.batchTrackingId,
        "/status" to details.status,
        "/startedTime" to details.startedTime,
        "/completedTime" to details.completedTime,
        "/attributes/objectType" to details.attributes?.objectType,
        "/attributes/etag" to details.attributes?.etag,
        "/devicesStatus/length" to (details.devicesStatus?.size ?: 0),
        "/devicesStatus/0/deviceId" to first?.deviceId,
        "/devicesStatus/0/serialNumber" to first?.serialNumber,
        "/devicesStatus/0/productKey" to first?.productKey,
        "/devicesStatus/0/status" to first?.status,
        "/devicesStatus/0/errorCode" to first?.errorCode,
        "/devicesStatus/0/errorDescription" to first?.errorDescription,
        "/devicesStatus/0/attributes/objectType" to first?.attributes?.objectType,
        "/devicesStatus/last/serialNumber" to last?.serialNumber,
        "/devicesStatus/last/errorCode" to last?.errorCode,
    )
}

/** Returns the code of an ApiFault, a number or a string, as text, or null if the body is empty or a web page. */
private fun code(body: Any?): String? {
    val apiFault = runCatching { Serializer.moshi.adapter(ApiFault::class.java).fromJson(body as String) }.getOrNull()
    return when (val code = apiFault?.code) {
        is Number -> code.toLong().toString()
        else -> code?.toString()
    }
}
