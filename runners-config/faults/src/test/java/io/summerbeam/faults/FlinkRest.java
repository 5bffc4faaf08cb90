package io.summerbeam.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** What a Flink cluster says of itself and its jobs. */
final class FlinkRest {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final String root;

  FlinkRest(int port) {
    this.root = "http://127.0.0.1:" + port;
  }

  int taskManagers() throws IOException, InterruptedException {
    return get("/overview").path("taskmanagers").asInt();
  }

  /** The job of this name that runs or is about to. */
  String job(String name) throws IOException, InterruptedException {
    for (JsonNode job : get("/jobs/overview").path("jobs")) {
      if (job.path("name").asText().equals(name)) {
        return job.path("jid").asText();
      }
    }
    throw new IOException("no job " + name);
  }

  String state(String job) throws IOException, InterruptedException {
    return get("/jobs/" + job).path("state").asText();
  }

  /** Why a job failed last; empty where it never did. */
  String failure(String job) throws IOException, InterruptedException {
    return get("/jobs/" + job + "/exceptions").path("root-exception").asText("");
  }

  /** How many times the job failed, and was started anew. */
  int failures(String job) throws IOException, InterruptedException {
    return get("/jobs/" + job + "/exceptions?maxExceptions=100")
        .path("exceptionHistory")
        .path("entries")
        .size();
  }

  /** Whether a checkpoint is complete that was begun at this time or later. */
  boolean hasCheckpointSince(String job, long millis) throws IOException, InterruptedException {
    return get("/jobs/" + job + "/checkpoints")
            .path("latest")
            .path("completed")
            .path("trigger_timestamp")
            .asLong()
        >= millis;
  }

  /** Ends a job with a savepoint, and says where that is. */
  String cancelWithSavepoint(String job, String folder, Duration patience)
      throws IOException, InterruptedException {
    String request =
        send(HttpRequest.newBuilder(uri("/jobs/" + job + "/savepoints"))
                .header("Content-Type", "application/json")
                .POST(
                    BodyPublishers.ofString(
                        JSON.createObjectNode()
                            .put("cancel-job", true)
                            .put("target-directory", folder)
                            .toString())))
            .path("request-id")
            .asText();
    JsonNode[] answer = new JsonNode[1];
    Await.until(
        "a savepoint",
        patience,
        () -> {
          answer[0] = get("/jobs/" + job + "/savepoints/" + request);
          return answer[0].path("status").path("id").asText().equals("COMPLETED");
        });
    String location = answer[0].path("operation").path("location").asText("");
    if (location.isEmpty()) {
      throw new AssertionError("no savepoint: " + answer[0].path("operation"));
    }
    Await.until("the job ends", patience, () -> state(job).equals("CANCELED"));
    return location;
  }

  void cancel(String job, Duration patience) throws IOException, InterruptedException {
    send(
        HttpRequest.newBuilder(uri("/jobs/" + job + "?mode=cancel"))
            .method("PATCH", BodyPublishers.noBody()));
    Await.until("the job ends", patience, () -> state(job).equals("CANCELED"));
  }

  private URI uri(String path) {
    return URI.create(root + path);
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri(path)).GET());
  }

  private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response =
        client.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw new IOException(response.statusCode() + ": " + response.body());
    }
    return JSON.readTree(response.body());
  }
}
