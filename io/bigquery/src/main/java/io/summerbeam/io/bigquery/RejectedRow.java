package io.summerbeam.io.bigquery;

import com.google.api.services.bigquery.model.ErrorProto;
import com.google.api.services.bigquery.model.TableDataInsertAllResponse.InsertErrors;
import com.google.api.services.bigquery.model.TableRow;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryInsertError;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryStorageApiInsertError;

/**
 * A row that the service rejected, whatever the method.
 *
 * @param row the row, as the sink gives it back
 * @param code the codes of the service's reasons, empty where the method has none
 * @param text the service's own words, which quote the row
 */
record RejectedRow(TableRow row, String code, String text) {

  // The words of a list that the service documents: invalid, stopped, ...
  private static final Pattern CODE = Pattern.compile("[A-Za-z]{1,40}");

  static RejectedRow ofInsert(BigQueryInsertError error) {
    InsertErrors errors = error.getError();
    List<ErrorProto> reasons =
        errors == null || errors.getErrors() == null ? List.of() : errors.getErrors();
    return new RejectedRow(
        error.getRow(),
        reasons.stream()
            .map(ErrorProto::getReason)
            .filter(reason -> reason != null && CODE.matcher(reason).matches())
            .distinct()
            .collect(Collectors.joining(", ")),
        reasons.stream().map(RejectedRow::text).collect(Collectors.joining("; ")));
  }

  static RejectedRow ofAppend(BigQueryStorageApiInsertError error) {
    return new RejectedRow(
        error.getRow(), "", Objects.requireNonNullElse(error.getErrorMessage(), ""));
  }

  private static String text(ErrorProto reason) {
    String location = reason.getLocation();
    return (location == null || location.isEmpty() ? "" : location + ": ") + reason.getMessage();
  }

  /** Nothing of the row, and nothing that quotes it. */
  @Override
  public String toString() {
    return "RejectedRow{code=" + code + "}";
  }
}
