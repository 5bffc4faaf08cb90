package io.summerbeam.benchmarks.enrich.table;

import io.summerbeam.benchmarks.arm.Arm;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.datastream.BroadcastStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * The same in Flink's own API, with the table as broadcast state: {@code --records=N --keys=N}.
 * Objects are reused, and records are classes that Flink writes field by field.
 */
public final class BroadcastArm {

  private BroadcastArm() {}

  /** Runs the arm. */
  public static void main(String[] args) {
    Arm.run(args, BroadcastArm::work);
  }

  private static void work(String... args) throws Exception {
    Map<String, Integer> numbers = numbers(args);
    int records = numbers.getOrDefault("records", 1);
    int keys = numbers.getOrDefault("keys", 1);
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    // A type that only Kryo could write fails, and does not make Flink look slow.
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
    BroadcastStream<FlinkCustomer> customers =
        sequence(environment, keys, "customers")
            .map(FlinkCustomer::of)
            .returns(TypeInformation.of(FlinkCustomer.class))
            .broadcast(EnrichFunction.CUSTOMERS);
    sequence(environment, records, "orders")
        .map(new ToOrder(keys))
        .connect(customers)
        .process(new EnrichFunction(keys))
        .map(new ToChecksum())
        .sinkTo(new DiscardingSink<>());
    environment.execute("enrich");
  }

  private static DataStream<Long> sequence(
      StreamExecutionEnvironment environment, int count, String name) {
    return environment.fromSource(
        new NumberSequenceSource(0, count - 1L), WatermarkStrategy.noWatermarks(), name);
  }

  private static Map<String, Integer> numbers(String... args) {
    Map<String, Integer> numbers = new HashMap<>();
    for (String arg : args) {
      String[] parts = arg.replaceFirst("^--", "").split("=", 2);
      numbers.put(parts[0], Integer.parseInt(parts[1]));
    }
    return numbers;
  }
}
