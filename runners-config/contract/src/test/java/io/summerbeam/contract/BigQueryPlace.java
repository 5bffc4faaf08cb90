package io.summerbeam.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * A BigQuery, and what is in its tables.
 *
 * @param endpoint where its REST is
 */
record BigQueryPlace(String endpoint) {

  static final String DATASET = "contract";

  private static final String PROJECT = "contract-project";

  /** Pipeline options of what writes there. */
  List<String> options() {
    return List.of(
        "--project=" + PROJECT,
        "--bigQueryEndpoint=" + endpoint,
        "--credentialFactoryClass=org.apache.beam.sdk.extensions.gcp.auth.NoopCredentialFactory");
  }

  /**
   * The rows of a table with the fields of {@link ContractCase#INPUT}; none where there is none.
   */
  List<String> rows(String table) throws IOException {
    URI list =
        URI.create(
            endpoint
                + "/bigquery/v2/projects/"
                + PROJECT
                + "/datasets/"
                + DATASET
                + "/tables/"
                + table
                + "/data");
    List<String> lines = new ArrayList<>();
    try (InputStream in = list.toURL().openStream()) {
      for (JsonNode row : new ObjectMapper().readTree(in).get("rows")) {
        JsonNode cells = row.get("f");
        lines.add(cell(cells, 0) + " " + cell(cells, 1) + " " + cell(cells, 2));
      }
    } catch (FileNotFoundException e) {
      // The job makes it.
      return List.of();
    }
    return lines;
  }

  private static String cell(JsonNode cells, int index) {
    return cells.get(index).get("v").asText();
  }
}
