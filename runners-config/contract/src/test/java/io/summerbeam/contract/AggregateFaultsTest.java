package io.summerbeam.contract;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.summerbeam.contract.FailingAggregateMain.Way;
import io.summerbeam.contract.RunnerProcess.Ended;
import io.summerbeam.contract.RunnerProcess.Runner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.ErrorCollector;
import org.junit.rules.TemporaryFolder;

/**
 * A sink behind Aggregate fails, and Flink goes back to a checkpoint of what Aggregate, or Beam's
 * Combine, keeps on the heap, which is written while records go on: none of them is counted twice,
 * and none is lost.
 */
public class AggregateFaultsTest {

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  @Rule public final ErrorCollector differences = new ErrorCollector();

  @Test
  public void sinkThatFails_hasTheSumsOfAllRecords() throws Exception {
    List<Callable<Ended>> runs = new ArrayList<>();
    for (Way way : Way.values()) {
      Path folder = FOLDER.newFolder().toPath();
      runs.add(
          () ->
              new RunnerProcess(Runner.FLINK)
                  .withTestClasses()
                  .run(
                      folder,
                      FailingAggregateMain.class.getName(),
                      way.name(),
                      "--runner=FlinkRunner",
                      "--streaming",
                      "--parallelism=2",
                      "--stateBuckets=8",
                      "--windowsInState=true",
                      "--checkpointingInterval=100",
                      // On the heap; the checkpoints are files.
                      "--stateBackend=filesystem",
                      "--stateBackendStoragePath=" + folder.resolve("checkpoints").toUri(),
                      "--numberOfExecutionRetries=20",
                      "--executionRetryDelay=100"));
    }
    List<Ended> all = RunnerProcess.all(runs);
    for (Way way : Way.values()) {
      Ended ended = all.get(way.ordinal());
      assertThat(way + ": " + ended.err(), ended.exitCode(), equalTo(0));
      differences.checkThat(
          way.name(),
          ended.out(),
          containsString(
              "failures="
                  + FailingAggregateMain.FAILURES
                  + " running=true resumed=true missing=0 wrong=0"));
    }
  }
}
