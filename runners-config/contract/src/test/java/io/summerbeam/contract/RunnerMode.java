package io.summerbeam.contract;

import io.summerbeam.contract.RunnerProcess.Runner;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A runner and how it is started; what is not said here is as its profile has it. */
enum RunnerMode {
  // The profile turns these checks off because of what they cost; what they find is wrong anywhere.
  DIRECT("Direct", Runner.DIRECT, "--enforceImmutability=true", "--enforceEncodability=true"),
  FLINK_BATCH("Flink, batch", Runner.FLINK, "--parallelism=2") {
    @Override
    boolean isEndless(ServedCase each) {
      return false;
    }

    @Override
    Set<PortabilityCase> leftOut() {
      return ofStreams();
    }
  },
  FLINK_STREAMING("Flink, streaming", Runner.FLINK, "--parallelism=2", "--streaming") {
    @Override
    List<String> endlessOptions() {
      return List.of(
          "--attachedMode=false", "--jobCheckIntervalInSecs=1", "--checkpointingInterval=500");
    }

    @Override
    Set<PortabilityCase> refused() {
      return Set.of();
    }
  },
  SPARK_BATCH("Spark, batch", Runner.SPARK, "--sparkMaster=local[2]") {
    @Override
    boolean isEndless(ServedCase each) {
      return false;
    }

    @Override
    Set<PortabilityCase> leftOut() {
      return ofStreams();
    }
  },
  SPARK_STREAMING("Spark, streaming", Runner.SPARK, "--sparkMaster=local[2]", "--streaming") {
    @Override
    Class<?> mainClass() {
      return StreamMain.class;
    }

    @Override
    boolean isEndless(ServedCase each) {
      return true;
    }

    @Override
    Set<PortabilityCase> leftOut() {
      Set<PortabilityCase> left = new HashSet<>(StreamMain.BY_ORDER);
      left.add(ServerCase.READ_BOUNDED);
      return left;
    }

    @Override
    Set<PortabilityCase> refused() {
      Set<PortabilityCase> refused = new HashSet<>(List.of(ContractCase.values()));
      refused.removeAll(StreamMain.CASES);
      refused.removeAll(StreamMain.BY_ORDER);
      refused.addAll(super.refused());
      refused.addAll(
          List.of(
              StreamCase.LATE_RECORD,
              StreamCase.CHANGING_TABLE,
              StreamCase.JOINED_STREAMS,
              StreamCase.UPDATES));
      refused.add(BigQueryCase.STORAGE_WRITE_API);
      // Without a stream there is nothing to start.
      refused.add(ServerCase.REPLAY);
      return refused;
    }
  };

  /** How it stands in the portability table. */
  final String title;

  final Runner runner;
  private final List<String> options;

  RunnerMode(String title, Runner runner, String... options) {
    this.title = title;
    this.runner = runner;
    this.options = List.of(options);
  }

  Class<?> mainClass() {
    return ContractMain.class;
  }

  /** Pipeline options, to which {@link LaunchedOptions} add the others. */
  List<String> options() {
    List<String> all = new ArrayList<>();
    all.add("--runner=" + runner.option);
    all.add("--stateBuckets=4");
    all.addAll(options);
    return all;
  }

  /** Whether the pipeline of a case does not end by itself. */
  boolean isEndless(ServedCase each) {
    return each.endless();
  }

  /** What is added to the options of a pipeline that does not end by itself. */
  List<String> endlessOptions() {
    return List.of();
  }

  /** What there is nothing of to run, or nothing to compare: it stands as "-" in the table. */
  Set<PortabilityCase> leftOut() {
    return Set.of();
  }

  /** What there is of streams only. */
  private static Set<PortabilityCase> ofStreams() {
    Set<PortabilityCase> streams = new HashSet<>(List.of(StreamCase.values()));
    streams.add(ServerCase.READ);
    streams.add(ServerCase.RETRIES);
    return streams;
  }

  /** What the preflight, or the transform, refuses before it runs. */
  Set<PortabilityCase> refused() {
    return Set.of(ServerCase.EXACTLY_ONCE);
  }

  /** What it must run, in the order of the table. */
  Set<PortabilityCase> cases() {
    Set<PortabilityCase> cases = new LinkedHashSet<>(PortabilityCase.all());
    cases.removeAll(leftOut());
    cases.removeAll(refused());
    return cases;
  }
}
