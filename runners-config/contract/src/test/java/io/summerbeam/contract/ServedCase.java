package io.summerbeam.contract;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.Row;

/**
 * What every runner must do alike with a server: a small pipeline, and the exact lines of what
 * comes out of it and of what is on the server then.
 */
interface ServedCase extends PortabilityCase {

  /** Whether it takes a pipeline that does not end, where the runner has such ones. */
  boolean endless();

  /** Pipeline options that it needs, besides those of the mode. */
  default List<String> options(ServerPlaces places) {
    return List.of();
  }

  /**
   * Applies it.
   *
   * @param input gives the records of {@link ContractCase}
   * @return lines of what comes out of the pipeline
   */
  PCollectionList<String> build(
      Pipeline pipeline, Function<Pipeline, PCollection<Row>> input, ServerPlaces places);

  /** Lines of what is on the server. */
  default List<String> found(ServerPlaces places) throws IOException, SQLException {
    return List.of();
  }
}
