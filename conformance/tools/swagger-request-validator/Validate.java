import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.LevelResolverFactory;
import com.atlassian.oai.validator.report.ValidationReport;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import java.io.File;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Validates recorded attempts (attempts.json) against openapi.yaml. Prints the violations of each as a line of JSON. */
public class Validate {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    public static void main(String[] arguments) throws Exception {
        var validator = createValidator();
        for (var attempt : MAPPER.readTree(new File("attempts.json"))) {
            var request = request(attempt.get("request"));
            var response = response(attempt.get("response"));
            System.out.println(MAPPER.writeValueAsString(Map.of(
                "name", attempt.get("name"),
                "request", messages(validator.validateRequest(request)),
                "response", messages(validator.validateResponse(request.getPath(), request.getMethod(), response)))));
        }
    }

    private static OpenApiInteractionValidator createValidator() {
        var options = new ParseOptions();
        options.setResolve(true);
        options.setResolveFully(true);
        var contract = new OpenAPIV3Parser().read("openapi.yaml", null, options);
        // The validator ignores security requirements of the whole document.
        contract.getPaths().values().forEach(path ->
            path.readOperations().forEach(operation -> operation.setSecurity(contract.getSecurity())));
        return OpenApiInteractionValidator.createFor(contract)
            // It rejects additional properties by default, which OpenAPI allows.
            .withLevelResolver(LevelResolverFactory.withAdditionalPropertiesIgnored())
            .build();
    }

    private static Request request(JsonNode sent) {
        var request = new SimpleRequest.Builder(sent.get("method").asText(), sent.get("path").asText());
        sent.get("headers").fields().forEachRemaining(header -> request.withHeader(header.getKey(), header.getValue().asText()));
        return request.build();
    }

    private static SimpleResponse response(JsonNode received) {
        var response = new SimpleResponse.Builder(received.get("status").asInt());
        received.get("headers").fields().forEachRemaining(header -> response.withHeader(header.getKey(), header.getValue().asText()));
        return response.withBody(Base64.getDecoder().decode(received.get("body").asText())).build();
    }

    private static List<String> messages(ValidationReport report) {
        return report.getMessages().stream().map(ValidationReport.Message::getMessage).toList();
    }
}
