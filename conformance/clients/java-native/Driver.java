import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.api.DeviceBatchUploadsApi;
import org.openapitools.client.model.ApiFault;
import org.openapitools.client.model.BatchUploadDetails;
import org.openapitools.client.model.DeviceUploadDetails;
import org.openapitools.client.model.ResourceAttributes;

/** Reads batch tracking ids from standard input, one per line, and prints the result of each as a line of JSON. */
public final class Driver {
  private static final String CUSTOMER = "47021739-3426-40bf-9601-61b4b6d7c793";
  private static final ObjectMapper JSON =
      ApiClient.createDefaultObjectMapper().setSerializationInclusion(JsonInclude.Include.ALWAYS);

  /** Removes the byte order mark with which responses of Partner Center begin, because Jackson rejects it in a string. */
  private static final class WithoutMark extends ObjectMapper {
    WithoutMark(ObjectMapper mapper) {
      super(mapper);
    }

    @Override
    public ObjectMapper copy() {
      return new WithoutMark(this);
    }

    @Override
    public <T> T readValue(String content, TypeReference<T> type) throws JsonProcessingException {
      return super.readValue(content.startsWith("\uFEFF") ? content.substring(1) : content, type);
    }
  }

  public static void main(String[] arguments) throws IOException {
    ApiClient client = new ApiClient().setRequestInterceptor(request -> request.header("Authorization", "Bearer conformance-token"));
    client.updateBaseUri(arguments[0]);
    if (arguments[1].equals("recommended")) client.setObjectMapper(new WithoutMark(client.getObjectMapper()));
    DeviceBatchUploadsApi api = new DeviceBatchUploadsApi(client);

    PrintStream output = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String id = input.readLine(); id != null; id = input.readLine()) {
      Map<String, Object> result = new HashMap<>(fetchResult(api, id));
      result.put("id", id);
      output.println(JSON.writeValueAsString(result));
    }
  }

  private static Map<String, Object> fetchResult(DeviceBatchUploadsApi api, String id) {
    try {
      BatchUploadDetails details = api.getBatchUploadStatus(CUSTOMER, id, id, id, "de-DE");
      return details == null ? Map.of("failure", "empty body") : Map.of("facts", facts(details));
    } catch (ApiException e) {
      // The code is 0 if no response was received, or if it cannot be read.
      return e.getCode() < 300 ? Map.of("failure", e.toString()) : Map.of("apiFault", apiFault(e));
    }
  }

  private static Map<String, Object> facts(BatchUploadDetails details) {
    List<DeviceUploadDetails> devices = Objects.requireNonNullElse(details.getDevicesStatus(), List.of());
    DeviceUploadDetails first = devices.isEmpty() ? new DeviceUploadDetails() : devices.get(0);
    DeviceUploadDetails last = devices.isEmpty() ? first : devices.get(devices.size() - 1);
    ResourceAttributes ofBatch = Objects.requireNonNullElseGet(details.getAttributes(), ResourceAttributes::new);
    ResourceAttributes ofFirst = Objects.requireNonNullElseGet(first.getAttributes(), ResourceAttributes::new);
    Map<String, Object> facts = new HashMap<>();
    facts.put("/batchTrackingId", details.getBatchTrackingId());
    facts.put("/status", details.getStatus());
    facts.put("/startedTime", details.getStartedTime());
    facts.put("/completedTime", details.getCompletedTime());
    facts.put("/attributes/objectType", ofBatch.getObjectType());
    facts.put("/attributes/etag", ofBatch.getEtag());
    facts.put("/devicesStatus/length", devices.size());
    facts.put("/devicesStatus/0/deviceId", first.getDeviceId());
    facts.put("/devicesStatus/0/serialNumber", first.getSerialNumber());
    facts.put("/devicesStatus/0/productKey", first.getProductKey());
    facts.put("/devicesStatus/0/status", first.getStatus());
    facts.put("/devicesStatus/0/errorCode", first.getErrorCode());
    facts.put("/devicesStatus/0/errorDescription", first.getErrorDescription());
    facts.put("/devicesStatus/0/attributes/objectType", ofFirst.getObjectType());
    facts.put("/devicesStatus/last/serialNumber", last.getSerialNumber());
    facts.put("/devicesStatus/last/errorCode", last.getErrorCode());
    return facts;
  }

  private static Map<String, Object> apiFault(ApiException e) {
    Map<String, Object> apiFault = new HashMap<>();
    apiFault.put("status", e.getCode());
    apiFault.put("code", code(e.getResponseBody()));
    return apiFault;
  }

  /** Returns the code of an ApiFault, a number or a string, as text, or null if the body is empty or a web page. */
  private static String code(String body) {
    try {
      ApiFault apiFault = body == null ? null : JSON.readValue(body, ApiFault.class);
      return apiFault == null ? null : Objects.toString(apiFault.getCode(), null);
    } catch (JsonProcessingException e) {
      return null;
    }
  }
}
