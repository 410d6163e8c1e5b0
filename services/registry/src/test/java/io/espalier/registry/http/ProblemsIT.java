package io.espalier.registry.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.view.Problem;
import io.espalier.registry.Platform;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(Platform.class)
class ProblemsIT {

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(delimiter = '|', textBlock = """
        /api/runs/r-0000000000000000          | 404 | RUN_NOT_FOUND   | no run 'r-0000000000000000'
        /api/runs/r-0000000000000000/curves   | 404 | RUN_NOT_FOUND   | no run 'r-0000000000000000'
        /api/runs/r-0000000000000000/spec     | 404 | RUN_NOT_FOUND   | no run 'r-0000000000000000'
        /api/runs/r-0000000000000000/events   | 404 | RUN_NOT_FOUND   | no run 'r-0000000000000000'
        /api/runs/7                           | 404 | RUN_NOT_FOUND   | a run id is 'r-' and 16 hexadecimal digits, was '7'
        /api/runs?limit=0                     | 400 | REQUEST_INVALID | limit must be in [1, 500], was 0
        /api/models/nobody                    | 404 | MODEL_NOT_FOUND | no model 'nobody'
        /api/models/nobody/approved/file      | 404 | MODEL_NOT_FOUND | model 'nobody' has no version or alias 'approved'
        /api/models/nobody/versions/3         | 404 | MODEL_NOT_FOUND | model 'nobody' has no version or alias '3'
        /api/runs?limit=many                  | 404 | REQUEST_INVALID | nothing at this path
        """)
    void saysWhatIsWrongAndWhatToDo(String path, int status, ErrorCode code, String detail) {
        given().get(path)
                .then()
                .statusCode(status)
                .contentType(containsString(Problem.MEDIA_TYPE))
                .body("code", equalTo(code.name()))
                .body("status", equalTo(status))
                .body("type", equalTo("urn:espalier:error:" + code))
                .body("title", equalTo(code.meaning()))
                .body("remedy", equalTo(code.remedy()))
                .body("detail", equalTo(detail));
    }

    @Test
    void tellsNothingOfItsInsides() {
        String body = given().get("/api/runs/x").asString();

        assertThat(body).doesNotContain("io.espalier.", "Exception", "\tat ");
    }

    @Test
    void describesItself() {
        String openApi = given().get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .extract()
                .asString();

        assertThat(openApi)
                .contains("/api/models/{name}/{ref}/file", "/api/runs/{id}/events", "\"run-id\"", "\"size-bytes\"")
                .doesNotContain("\"runId\"");
    }
}
