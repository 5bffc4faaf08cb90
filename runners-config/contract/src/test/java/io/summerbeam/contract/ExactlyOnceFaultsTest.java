package io.summerbeam.contract;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.summerbeam.contract.RunnerProcess.Ended;
import io.summerbeam.contract.RunnerProcess.Runner;
import io.summerbeam.sdk.testing.kafka.KafkaBroker;
import java.util.Map;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * A job on Flink that fails several times, each time after its sink has written and before the next
 * checkpoint: what the sink has written by then is neither lost nor written again.
 */
public class ExactlyOnceFaultsTest {

  private static final String TOPIC = "numbers";

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  @Test
  public void jobThatFailsAfterEachCommit_hasEveryRecordOnce() throws Exception {
    try (KafkaBroker broker = ContractServers.broker(FOLDER.newFolder("broker").toPath())) {
      broker.createTopic(TOPIC, 2, Map.of());
      Ended ended =
          new RunnerProcess(Runner.FLINK)
              .withTestClasses()
              .run(
                  FOLDER.newFolder().toPath(),
                  FailingOnceMain.class.getName(),
                  broker.bootstrapServers(),
                  TOPIC,
                  "--runner=FlinkRunner",
                  "--streaming",
                  "--parallelism=2",
                  "--checkpointingInterval=1000",
                  "--minPauseBetweenCheckpoints=1000",
                  "--stateBackend=filesystem",
                  "--stateBackendStoragePath=" + FOLDER.newFolder("state").toURI(),
                  "--numberOfExecutionRetries=20",
                  "--executionRetryDelay=100");

      assertThat(ended.err(), ended.exitCode(), equalTo(0));
      assertThat(
          ended.err(),
          ended.out(),
          containsString("failures=4 running=true enough=true missing=0 repeated=0"));
    }
  }
}
