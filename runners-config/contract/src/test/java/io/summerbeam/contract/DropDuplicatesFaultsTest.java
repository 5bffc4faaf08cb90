package io.summerbeam.contract;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.summerbeam.contract.FailingSinkMain.Way;
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
 * A sink behind DropDuplicates fails and forgets what came since the checkpoint, to which Flink
 * goes back: no record is lost between the state that knows it and the sink that has not got it, no
 * duplicate comes, and nothing comes twice.
 */
public class DropDuplicatesFaultsTest {

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  @Rule public final ErrorCollector differences = new ErrorCollector();

  @Test
  public void sinkThatFailsOnce_hasEveryRecord_andNoDuplicate() throws Exception {
    List<Callable<Ended>> runs = new ArrayList<>();
    for (Way way : Way.values()) {
      Path folder = FOLDER.newFolder().toPath();
      runs.add(
          () ->
              new RunnerProcess(Runner.FLINK)
                  .withTestClasses()
                  .run(
                      folder,
                      FailingSinkMain.class.getName(),
                      way.name(),
                      "--runner=FlinkRunner",
                      "--streaming",
                      "--parallelism=2",
                      "--stateBuckets=8",
                      "--checkpointingInterval=300",
                      "--minPauseBetweenCheckpoints=4000",
                      "--finishBundleBeforeCheckpointing=true",
                      "--maxBundleTimeMills=100",
                      "--numberOfExecutionRetries=1",
                      "--executionRetryDelay=100"));
    }
    List<Ended> all = RunnerProcess.all(runs);
    for (Way way : Way.values()) {
      Ended ended = all.get(way.ordinal());
      assertThat(way + ": " + ended.err(), ended.exitCode(), equalTo(0));
      differences.checkThat(
          way.name(),
          ended.out(),
          containsString("failures=1 resumed=true missing=0 duplicates=0 repeated=0"));
    }
  }
}
