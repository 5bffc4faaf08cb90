package io.summerbeam.benchmarks.latency.flink;

import io.summerbeam.benchmarks.arm.Arm;
import io.summerbeam.benchmarks.flights.Arguments;
import io.summerbeam.benchmarks.flights.flink.FlinkFlights;
import io.summerbeam.benchmarks.latency.Measurement;
import io.summerbeam.benchmarks.latency.Plan;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.state.storage.JobManagerCheckpointStorage;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The flights job in native Flink, one task of each kind: {@code --input=FILE --airports=FILE}, the
 * plan ({@code --flood=MILLIS --hold=MILLIS --loads=50%,80%}), and {@code --checkpoints=MILLIS},
 * {@code --watermarks=MILLIS}, {@code --buffers=MILLIS}.
 */
public final class FlinkArm {

  // Flink's own 5 MB are soon too few for all that is in time at half a million records a second.
  private static final int LARGEST_STATE = 256 << 20;

  private FlinkArm() {}

  /** Runs the arm. */
  public static void main(String[] args) {
    Arm.run(args, FlinkArm::work);
  }

  private static void work(String... args) throws Exception {
    Arguments arguments =
        Arguments.of(
            args,
            Map.of(
                "flood", "4000",
                "hold", "4000",
                "loads", "50%,80%",
                "checkpoints", "1000",
                "watermarks", "200",
                "buffers", "100"));
    Measurement measurement =
        Measurement.begin(
            Plan.of(
                Long.parseLong(arguments.value("flood")),
                Long.parseLong(arguments.value("hold")),
                arguments.value("loads")),
            arguments.input());
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(1, configuration(arguments));
    environment.enableCheckpointing(Long.parseLong(arguments.value("checkpoints")));
    keepCheckpointsInMemory(environment);
    FlinkFlights.build(
        environment
            .fromSource(new OpenLoopSource(), WatermarkStrategy.noWatermarks(), "flights")
            .map(new ToLine())
            .returns(Types.STRING),
        arguments.airports(),
        flight -> Measurement.current().recordOut(flight),
        new WatchResults());
    environment.execute("flights");
    measurement.end(arguments.airports());
  }

  @SuppressWarnings("deprecation") // No option of Flink 1.19 says how large a state may be there.
  private static void keepCheckpointsInMemory(StreamExecutionEnvironment environment) {
    environment
        .getCheckpointConfig()
        .setCheckpointStorage(new JobManagerCheckpointStorage(LARGEST_STATE));
  }

  private static Configuration configuration(Arguments arguments) {
    Configuration configuration = new Configuration();
    configuration.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.STREAMING);
    configuration.set(ExecutionOptions.BUFFER_TIMEOUT, millis(arguments.value("buffers")));
    configuration.set(
        PipelineOptions.AUTO_WATERMARK_INTERVAL, millis(arguments.value("watermarks")));
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    // A type that only Kryo could write fails, and does not make Flink look slow.
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    // A job that starts again gives results twice; better that it ends, and says why.
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    return configuration;
  }

  private static Duration millis(String text) {
    return Duration.ofMillis(Long.parseLong(text));
  }
}
