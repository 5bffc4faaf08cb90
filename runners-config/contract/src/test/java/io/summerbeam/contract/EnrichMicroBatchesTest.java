package io.summerbeam.contract;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;

import io.summerbeam.contract.RunnerProcess.Ended;
import io.summerbeam.contract.RunnerProcess.Runner;
import io.summerbeam.io.http.HttpLookup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Spark streaming, which makes new instances of a step for each micro-batch: what a lookup has
 * cached in one is there in the next, because the profile says that lookups are kept.
 */
public class EnrichMicroBatchesTest {

  /** Of each key. */
  private static final int RECORDS = MicroBatchesMain.RECORDS / MicroBatchesMain.KEYS;

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  @Test
  public void lookup_ofTheProfile_isAskedOnceForEachKey() throws Exception {
    assertThat(requests(), equalTo(Map.of("0", 1, "1", 1)));
  }

  @Test
  public void lookup_notKept_isAskedInEachMicroBatch() throws Exception {
    Map<String, Integer> requests = requests("--keepLookups=false");
    assertThat(requests.size(), equalTo(MicroBatchesMain.KEYS));
    assertThat(requests.values(), everyItem(greaterThanOrEqualTo(RECORDS)));
  }

  /** How often the service is asked for each key. */
  private static Map<String, Integer> requests(String... options) throws Exception {
    Map<String, Integer> requests = new ConcurrentHashMap<>();
    try (HttpService service =
        new HttpService(
            id -> {
              requests.merge(id, 1, Integer::sum);
              return Optional.of(Customers.name(Long.parseLong(id)));
            })) {
      Path folder = FOLDER.newFolder().toPath();
      List<String> args = new ArrayList<>();
      args.add(service.url());
      args.addAll(RunnerMode.SPARK_STREAMING.options());
      args.add("--checkpointDir=" + folder.resolve("checkpoints"));
      args.addAll(List.of(options));
      Ended ended =
          new RunnerProcess(Runner.SPARK)
              .withTestClasses()
              // The distribution does not have it.
              .withJarOf(HttpLookup.class)
              .run(folder, MicroBatchesMain.class.getName(), args.toArray(String[]::new));
      assertThat(ended.lastWords(), ended.exitCode(), equalTo(0));
      assertThat(ended.lastWords(), ended.out(), containsString(lines()));
    }
    return requests;
  }

  private static String lines() {
    return IntStream.range(0, MicroBatchesMain.RECORDS)
        .map(i -> i / RECORDS)
        .mapToObj(
            key ->
                MicroBatchesMain.TIME
                    + " {\"key\":\"a\",\"n\":"
                    + key
                    + ",\"m\":null,\"name\":\""
                    + Customers.name(key)
                    + "\"}")
        .collect(Collectors.joining("\n"));
  }
}
