package io.summerbeam.sdk.testing;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

public class RegistryServerTest {

  private static final String FIRST = "{\"schema\":\"\\\"string\\\"\"}";
  private static final String SECOND = "{\"schema\":\"{}\",\"schemaType\":\"JSON\"}";

  private final HttpClient client = HttpClient.newHttpClient();
  private RegistryServer registry;

  @Before
  public void start() throws IOException {
    registry = new RegistryServer();
  }

  @After
  public void stop() {
    registry.close();
  }

  @Test
  public void schema_isHadByItsId() throws Exception {
    assertThat(post("/subjects/a-value/versions", FIRST), equalTo("200 {\"id\":1}"));
    assertThat(post("/subjects/b-value/versions", SECOND), equalTo("200 {\"id\":2}"));
    assertThat(get("/schemas/ids/1"), equalTo("200 " + FIRST));
    assertThat(get("/schemas/ids/2"), equalTo("200 " + SECOND));
    assertThat(
        registry.asked(),
        contains(
            "POST /subjects/a-value/versions",
            "POST /subjects/b-value/versions",
            "GET /schemas/ids/1",
            "GET /schemas/ids/2"));
  }

  @Test
  public void schemaPostedAgain_hasTheSameId() throws Exception {
    assertThat(post("/subjects/a-value/versions", FIRST), equalTo("200 {\"id\":1}"));
    assertThat(post("/subjects/b-value/versions", FIRST), equalTo("200 {\"id\":1}"));
  }

  @Test
  public void otherId_isNotThere() throws Exception {
    assertThat(get("/schemas/ids/1"), equalTo("404 {\"error_code\":40403}"));
  }

  @Test
  public void away_failsSoManyRequests() throws Exception {
    registry.goAway(1);
    assertThat(post("/subjects/a-value/versions", FIRST), equalTo("503 {\"error_code\":50001}"));
    assertThat(post("/subjects/a-value/versions", FIRST), equalTo("200 {\"id\":1}"));
  }

  private String post(String path, String body) throws Exception {
    return send(request(path).POST(BodyPublishers.ofString(body)));
  }

  private String get(String path) throws Exception {
    return send(request(path));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(registry.url() + path));
  }

  private String send(HttpRequest.Builder request) throws Exception {
    HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
    return response.statusCode() + " " + response.body();
  }
}
