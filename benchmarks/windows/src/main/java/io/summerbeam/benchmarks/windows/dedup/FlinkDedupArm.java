package io.summerbeam.benchmarks.windows.dedup;

import io.summerbeam.benchmarks.arm.Arm;
import io.summerbeam.benchmarks.flights.Arguments;
import io.summerbeam.benchmarks.windows.CheckpointSize;
import io.summerbeam.benchmarks.windows.Event;
import io.summerbeam.benchmarks.windows.Events;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * Events, each let through once, in Flink's own API: {@code --records=N --keys=N}, {@code
 * --objectReuse=true|false}, {@code --measuringState=true|false}.
 */
public final class FlinkDedupArm {

  private FlinkDedupArm() {}

  /** Runs the arm. */
  public static void main(String[] args) {
    Arm.run(args, FlinkDedupArm::work);
  }

  private static void work(String... args) throws Exception {
    Arguments arguments =
        Arguments.of(
            args,
            Map.of("records", "", "keys", "", "objectReuse", "false", "measuringState", "false"));
    boolean measuring = Boolean.parseBoolean(arguments.value("measuringState"));
    Path checkpoints = Files.createTempDirectory("checkpoints");
    Configuration configuration = new Configuration();
    configuration.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.STREAMING);
    configuration.set(
        PipelineOptions.OBJECT_REUSE, Boolean.parseBoolean(arguments.value("objectReuse")));
    // A type that only Kryo could write fails, and does not make Flink look slow.
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    // With checkpoints a job that fails starts again, for ever; better that it ends, and says why.
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
    build(environment, arguments, measuring);
    if (measuring) {
      environment.enableCheckpointing(CheckpointSize.INTERVAL_MILLIS);
      CheckpointSize.report(checkpoints, () -> environment.execute("dedup"));
    } else {
      environment.execute("dedup");
    }
  }

  private static void build(
      StreamExecutionEnvironment environment, Arguments arguments, boolean measuring) {
    Events events = new Events(Long.parseLong(arguments.value("keys")));
    long last = Long.parseLong(arguments.value("records")) - 1;
    environment
        .fromSource(
            measuring ? new HeldSource(last) : new NumberSequenceSource(0, last),
            WatermarkStrategy.<Long>forMonotonousTimestamps()
                .withTimestampAssigner((number, unused) -> events.pace().time(number)),
            "numbers")
        .map(events::event)
        .returns(TypeInformation.of(Event.class))
        .keyBy(Event::id)
        .filter(new Unseen())
        .map(new ToChecksum())
        .sinkTo(new DiscardingSink<>());
  }
}
