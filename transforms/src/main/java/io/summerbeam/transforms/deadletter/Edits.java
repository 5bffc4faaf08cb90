package io.summerbeam.transforms.deadletter;

import io.summerbeam.sdk.failure.PayloadEdit;
import io.summerbeam.sdk.failure.UnmendableException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.values.Row;

/** Makes assignments in one payload, in their order, and notes what was not there before. */
final class Edits implements PayloadEdit {

  private final List<Assignment> assignments;
  private final List<String> added = new ArrayList<>();

  Edits(List<Assignment> assignments) {
    this.assignments = assignments;
  }

  /** The fields that were not there before. */
  List<String> added() {
    return added;
  }

  @Override
  public byte[] inJson(byte[] object) throws UnmendableException {
    byte[] edited = object;
    for (Assignment assignment : assignments) {
      JsonPlace place = JsonPlace.find(edited, assignment.names());
      edited = place.replace(edited, assignment.value(edited));
      if (!place.exists()) {
        added.add(assignment.path().text());
      }
    }
    return edited;
  }

  @Override
  public Row inRow(Row row) throws UnmendableException {
    Row edited = row;
    for (Assignment assignment : assignments) {
      edited = assignment.in(edited);
    }
    return edited;
  }
}
