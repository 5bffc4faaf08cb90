package io.summerbeam.transforms.validate;

import io.summerbeam.transforms.table.TableIndex;
import java.io.Serializable;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** How {@link JudgeFn} finds out whether a record keeps one expectation. */
abstract class Evidence implements Serializable {

  private static final long serialVersionUID = 1;

  /** Prepares it on a worker. */
  void open(Schema input) {}

  /** The table that is looked at; null where there is none. */
  @Nullable PCollectionView<TableIndex> view() {
    return null;
  }

  /**
   * Whether the record keeps the expectation.
   *
   * @param marks what it broke on the way
   * @param table of {@link #view}
   */
  abstract boolean holds(Row row, long marks, @Nullable TableIndex table);

  /** The record itself. */
  static final class OfRow extends Evidence {

    private static final long serialVersionUID = 1;

    private final RowRule rule;
    private final String where;
    private transient @Nullable RowCheck check;

    OfRow(RowRule rule, String where) {
      this.rule = rule;
      this.where = where;
    }

    @Override
    void open(Schema input) {
      check = rule.bind(input, where);
    }

    @Override
    boolean holds(Row row, long marks, @Nullable TableIndex table) {
      if (check == null) {
        throw new IllegalStateException(where + ": not opened");
      }
      return check.holds(row);
    }
  }

  /** A key in a table. */
  static final class OfTable extends Evidence {

    private static final long serialVersionUID = 1;

    private final PCollectionView<TableIndex> view;
    private final KeyFields fields;
    private final boolean nullHolds;

    OfTable(PCollectionView<TableIndex> view, KeyFields fields, boolean nullHolds) {
      this.view = view;
      this.fields = fields;
      this.nullHolds = nullHolds;
    }

    @Override
    PCollectionView<TableIndex> view() {
      return view;
    }

    @Override
    boolean holds(Row row, long marks, @Nullable TableIndex table) {
      Object key = TableIndex.key(fields.of(row));
      if (key == null) {
        return nullHolds;
      }
      return table != null && table.get(key) != null;
    }
  }

  /** A mark that an earlier step may have made. */
  static final class OfMark extends Evidence {

    private static final long serialVersionUID = 1;

    private final int bit;
    private final @Nullable KeyFields nullable;

    /**
     * @param nullable the mark does not count where one of these is null
     */
    OfMark(int bit, @Nullable KeyFields nullable) {
      this.bit = bit;
      this.nullable = nullable;
    }

    @Override
    boolean holds(Row row, long marks, @Nullable TableIndex table) {
      return (marks & (1L << bit)) == 0 || (nullable != null && nullable.anyNull(row));
    }
  }
}
