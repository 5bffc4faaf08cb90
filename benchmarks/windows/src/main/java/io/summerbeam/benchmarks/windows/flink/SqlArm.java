package io.summerbeam.benchmarks.windows.flink;

import io.summerbeam.benchmarks.arm.Arm;
import io.summerbeam.benchmarks.windows.Readings;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.TableConfig;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.api.config.ExecutionConfigOptions;
import org.apache.flink.table.api.config.OptimizerConfigOptions;
import org.apache.flink.table.api.config.TableConfigOptions;
import org.apache.flink.types.Row;

/**
 * Readings summed up in windows of Flink SQL: {@code --records=N --keys=N --perWindow=N}, {@code
 * --sliding=true|false}, {@code --objectReuse=true|false}, {@code --miniBatch=true|false}, {@code
 * --twoPhase=true|false}.
 */
public final class SqlArm {

  private static final Duration MINI_BATCH = Duration.ofMillis(100);
  private static final long MINI_BATCH_RECORDS = 10_000;

  private SqlArm() {}

  /** Runs the arm. */
  public static void main(String[] args) {
    Arm.run(args, SqlArm::work);
  }

  private static void work(String... args) throws Exception {
    FlinkJob job = FlinkJob.of(args);
    StreamTableEnvironment tables = StreamTableEnvironment.create(job.environment());
    configure(tables.getConfig(), job);
    tables.createTemporaryView(
        "readings",
        rows(job),
        Schema.newBuilder()
            .column("sensor", DataTypes.STRING().notNull())
            .column("amount", DataTypes.BIGINT().notNull())
            .column("site", DataTypes.STRING().notNull())
            .column("unit", DataTypes.STRING().notNull())
            .column("valid", DataTypes.BOOLEAN().notNull())
            .columnByMetadata("at", DataTypes.TIMESTAMP_LTZ(3), "rowtime")
            .watermark("at", "SOURCE_WATERMARK()")
            .build());
    tables
        .toDataStream(tables.sqlQuery(query(job.isSliding())))
        .map(new RowToChecksum())
        .sinkTo(new DiscardingSink<>());
    job.environment().execute("windows");
  }

  private static DataStream<Row> rows(FlinkJob job) {
    return job.readings()
        .map(
            reading ->
                Row.of(
                    reading.sensor(),
                    reading.amount(),
                    reading.site(),
                    reading.unit(),
                    reading.valid()))
        .returns(
            Types.ROW_NAMED(
                new String[] {"sensor", "amount", "site", "unit", "valid"},
                Types.STRING,
                Types.LONG,
                Types.STRING,
                Types.STRING,
                Types.BOOLEAN));
  }

  private static void configure(TableConfig config, FlinkJob job) {
    config.set(TableConfigOptions.LOCAL_TIME_ZONE, "UTC");
    config.set(PipelineOptions.OBJECT_REUSE, job.is("objectReuse"));
    if (job.is("miniBatch")) {
      config.set(ExecutionConfigOptions.TABLE_EXEC_MINIBATCH_ENABLED, true);
      config.set(ExecutionConfigOptions.TABLE_EXEC_MINIBATCH_ALLOW_LATENCY, MINI_BATCH);
      config.set(ExecutionConfigOptions.TABLE_EXEC_MINIBATCH_SIZE, MINI_BATCH_RECORDS);
    }
    if (job.is("twoPhase")) {
      config.set(OptimizerConfigOptions.TABLE_OPTIMIZER_AGG_PHASE_STRATEGY, "TWO_PHASE");
    }
  }

  // AVG of a BIGINT is a BIGINT.
  private static String query(boolean sliding) {
    String every = "INTERVAL '" + Readings.WINDOW.toMinutes() + "' MINUTES";
    String windows =
        sliding
            ? "HOP(TABLE readings, DESCRIPTOR(`at`), "
                + every
                + ", INTERVAL '"
                + Readings.LONG_WINDOW.toMinutes()
                + "' MINUTES)"
            : "TUMBLE(TABLE readings, DESCRIPTOR(`at`), " + every + ")";
    return "SELECT sensor, window_start, COUNT(*), SUM(amount), AVG(CAST(amount AS DOUBLE)) FROM"
        + " TABLE("
        + windows
        + ") GROUP BY sensor, window_start, window_end";
  }
}
