import java.io.PrintStream
import org.openapitools.client.apis.DeviceBatchUploadsApi
import org.openapitools.client.infrastructure.ClientError
import org.openapitools.client.infrastructure.Serializer
import org.openapitools.client.infrastructure.ServerError
import org.openapitools.client.infrastructure.Success
import org.openapitools.client.models.ApiFault
import org.openapitools.client.models.BatchUploadDetails

const val CUSTOMER = "47021739-3426-40bf-9601-61b4b6d7c793"

/** Asks for each batch tracking id that it reads, and prints what it knows then. */
fun main(arguments: Array<String>) {
    val api = DeviceBatchUploadsApi(arguments[0]).apply { accessTokenProvider = { "conformance-token" } }
    val json = Serializer.moshi.adapter(Map::class.java).serializeNulls()
    val output = PrintStream(System.out, true, Charsets.UTF_8)
    for (id in generateSequence(::readlnOrNull)) {
        output.println(json.toJson(mapOf("id" to id) + ask(api, id)))
    }
}

private fun ask(api: DeviceBatchUploadsApi, id: String): Map<String, Any> =
    try {
        when (val answer = api.getBatchUploadStatusWithHttpInfo(CUSTOMER, id, id, id, "de-DE")) {
            is Success -> answer.data?.let { mapOf("facts" to facts(it)) } ?: mapOf("failure" to "nothing was answered")
            is ClientError -> mapOf("fault" to mapOf("status" to answer.statusCode, "code" to code(answer.body)))
            is ServerError -> mapOf("fault" to mapOf("status" to answer.statusCode, "code" to code(answer.body)))
            else -> mapOf("failure" to "status ${answer.statusCode}")
        }
    } catch (e: Exception) { // OkHttp's, Moshi's, and the generated client's own have nothing else in common.
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

/** The code of a fault, a number or text; null where the body is a web page, or empty. */
private fun code(body: Any?): String? {
    val fault = runCatching { Serializer.moshi.adapter(ApiFault::class.java).fromJson(body as String) }.getOrNull()
    return when (val code = fault?.code) {
        is Number -> code.toLong().toString()
        else -> code?.toString()
    }
}
