import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.swagger.client.ApiClient;
import io.swagger.client.ApiException;
import io.swagger.client.api.DeviceBatchUploadsApi;
import io.swagger.client.model.ApiFault;
import io.swagger.client.model.BatchUploadDetails;
import io.swagger.client.model.DeviceUploadDetails;
import io.swagger.client.model.ResourceAttributes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads batch tracking ids from standard input, one per line, and prints the result of each as a line of JSON. */
public final class Driver {
  private static final String CUSTOMER = "47021739-3426-40bf-9601-61b4b6d7c793";
  private static final Gson JSON = new GsonBuilder().serializeNulls().create();

  public static void main(String[] arguments) throws IOException {
    ApiClient client = new ApiClient().setBasePath(arguments[0]);
    client.setAccessToken("conformance-token");
    DeviceBatchUploadsApi api = new DeviceBatchUploadsApi(client);

    PrintStream output = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String id = input.readLine(); id != null; id = input.readLine()) {
      Map<String, Object> result = new HashMap<>(fetchResult(api, id));
      result.put("id", id);
      output.println(JSON.toJson(result));
    }
  }

  private static Map<String, Object> fetchResult(DeviceBatchUploadsApi api, String id) {
    try {
      BatchUploadDetails details = api.getBatchUploadStatus(CUSTOMER, id, id, id, "de-DE");
      return details == null ? Map.of("failure", "empty body") : Map.of("facts", facts(details));
    } catch (ApiException e) {
      // The code is 0 if no response was received, and 200 if the body was not JSON.
      return e.getCode() < 300 ? Map.of("failure", e.toString()) : Map.of("apiFault", apiFault(e));
    } catch (RuntimeException e) {
      // Thrown by Gson if a response does not match the contract.
      return Map.of("failure", e.toString());
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
      ApiFault apiFault = JSON.fromJson(body, ApiFault.class);
      Object code = apiFault == null ? null : apiFault.getCode();
      return code instanceof Number number ? Long.toString(number.longValue()) : Objects.toString(code, null);
    } catch (RuntimeException e) {
      return null;
    }
  }
}
