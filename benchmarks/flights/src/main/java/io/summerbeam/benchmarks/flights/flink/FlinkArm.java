package io.summerbeam.benchmarks.flights.flink;

import io.summerbeam.benchmarks.arm.Arm;
import io.summerbeam.benchmarks.flights.Arguments;
import io.summerbeam.benchmarks.flights.Passing;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.connector.file.src.reader.TextLineInputFormat;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The flights job in native Flink: {@code --input=FILE --airports=FILE}, {@code
 * --mode=streaming|batch}, {@code --objectReuse=true|false}, {@code --parallelism=N}.
 */
public final class FlinkArm {

  private FlinkArm() {}

  /** Runs the arm. */
  public static void main(String[] args) {
    Arm.run(args, FlinkArm::work);
  }

  private static void work(String... args) throws Exception {
    Arguments arguments =
        Arguments.of(args, Map.of("mode", "streaming", "objectReuse", "false", "parallelism", "1"));
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(
            Integer.parseInt(arguments.value("parallelism")), configuration(arguments));
    build(environment, arguments.input(), arguments.airports());
    environment.execute("flights");
  }

  private static Configuration configuration(Arguments arguments) {
    Configuration configuration = new Configuration();
    configuration.set(
        ExecutionOptions.RUNTIME_MODE,
        RuntimeExecutionMode.valueOf(arguments.value("mode").toUpperCase(Locale.ROOT)));
    configuration.set(
        PipelineOptions.OBJECT_REUSE, Boolean.parseBoolean(arguments.value("objectReuse")));
    // A type that only Kryo could write fails, and does not make Flink look slow.
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    return configuration;
  }

  private static void build(
      StreamExecutionEnvironment environment, String flights, String airports) {
    FileSource<String> source =
        FileSource.forRecordStreamFormat(new TextLineInputFormat(), new Path(flights)).build();
    FlinkFlights.build(
        environment.fromSource(source, WatermarkStrategy.noWatermarks(), "flights"),
        airports,
        Passing.UNSEEN,
        new ToChecksum());
  }
}
