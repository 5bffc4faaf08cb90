package io.summerbeam.benchmarks.windows.flink;

import io.summerbeam.benchmarks.flights.Arguments;
import io.summerbeam.benchmarks.windows.Pace;
import io.summerbeam.benchmarks.windows.Reading;
import io.summerbeam.benchmarks.windows.Readings;
import java.util.Map;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** What both arms begin with: streaming, one task of each kind, and the readings in their order. */
final class FlinkJob {

  private final Arguments arguments;
  private final StreamExecutionEnvironment environment;

  private FlinkJob(Arguments arguments, StreamExecutionEnvironment environment) {
    this.arguments = arguments;
    this.environment = environment;
  }

  static FlinkJob of(String... args) {
    Arguments arguments =
        Arguments.of(
            args,
            Map.of(
                "records", "",
                "keys", "",
                "perWindow", "",
                "sliding", "false",
                "objectReuse", "false",
                "twoPhase", "false",
                "miniBatch", "false"));
    Configuration configuration = new Configuration();
    configuration.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.STREAMING);
    configuration.set(
        PipelineOptions.OBJECT_REUSE, Boolean.parseBoolean(arguments.value("objectReuse")));
    // A type that only Kryo could write fails, and does not make Flink look slow.
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    return new FlinkJob(
        arguments, StreamExecutionEnvironment.createLocalEnvironment(1, configuration));
  }

  StreamExecutionEnvironment environment() {
    return environment;
  }

  boolean isSliding() {
    return is("sliding");
  }

  /** Whether a switch is on. */
  boolean is(String name) {
    return Boolean.parseBoolean(arguments.value(name));
  }

  /** The readings, with times and watermarks beside them. */
  DataStream<Reading> readings() {
    Readings readings =
        new Readings(
            Integer.parseInt(arguments.value("keys")),
            Long.parseLong(arguments.value("perWindow")));
    Pace pace = readings.pace();
    long records = Long.parseLong(arguments.value("records"));
    return environment
        .fromSource(
            new NumberSequenceSource(0, records - 1),
            WatermarkStrategy.<Long>forMonotonousTimestamps()
                .withTimestampAssigner((number, unused) -> pace.time(number)),
            "numbers")
        .map(readings::reading)
        .returns(TypeInformation.of(Reading.class));
  }
}
