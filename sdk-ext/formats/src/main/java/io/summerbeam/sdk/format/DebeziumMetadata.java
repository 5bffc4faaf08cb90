package io.summerbeam.sdk.format;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema.FieldType;

/** What is read of a change that is no column, each at an index of its own. */
final class DebeziumMetadata {

  static final int OP = 0;
  static final int TIME = 1;
  static final int LSN = 2;
  static final int SCN = 3;
  static final int FILE = 4;
  static final int POS = 5;
  static final int DELETED = 6;

  private static final List<String> OWN =
      List.of(
          "op", "source.ts_ms", "source.lsn", "source.scn", "source.file", "source.pos", "deleted");

  private final List<String> paths;

  /**
   * @param more the paths of others
   */
  DebeziumMetadata(Iterable<String> more) {
    List<String> all = new ArrayList<>(OWN);
    for (String path : more) {
      if (!all.contains(path)) {
        all.add(path);
      }
    }
    this.paths = List.copyOf(all);
  }

  /** Where each is in a change, in the order of the indexes. */
  List<String> paths() {
    return paths;
  }

  /** Its type in a format that has types. */
  FieldType typeOf(int index, DebeziumFormat format) {
    FieldType asked = format.metadata().get(paths.get(index));
    if (asked != null) {
      return asked;
    }
    return index == TIME || index == LSN || index == POS ? FieldType.INT64 : FieldType.STRING;
  }

  int indexOf(String path) {
    return paths.indexOf(path);
  }

  /** The indexes by the name of the part of a change they are in, and their name there. */
  Map<String, Map<String, Integer>> byPart() {
    Map<String, Map<String, Integer>> parts = new HashMap<>();
    for (int i = 0; i < paths.size(); i++) {
      String path = paths.get(i);
      int dot = path.indexOf('.');
      parts
          .computeIfAbsent(dot < 0 ? "" : path.substring(0, dot), part -> new HashMap<>())
          .put(path.substring(dot + 1), i);
    }
    // That of a flattened change alone.
    parts.getOrDefault("", Map.of()).remove("deleted");
    return parts;
  }

  /** The indexes by the names that a flattened change has for them. */
  Map<String, Integer> byFlatName() {
    Map<String, Integer> names = new LinkedHashMap<>();
    for (int i = 0; i < paths.size(); i++) {
      names.put(fieldOf(paths.get(i)), i);
    }
    for (int i = 0; i < paths.size(); i++) {
      String path = paths.get(i);
      // It may have been asked for by its name alone, but `ts_ms` is that of the change.
      if (path.startsWith("source.") && !path.startsWith("source.ts_")) {
        names.putIfAbsent(fieldOf(path.substring("source.".length())), i);
      }
    }
    return names;
  }

  /** The name of the field for a path. */
  static String fieldOf(String path) {
    return "__" + path.replace('.', '_');
  }
}
