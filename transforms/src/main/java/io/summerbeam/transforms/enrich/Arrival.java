package io.summerbeam.transforms.enrich;

import io.summerbeam.transforms.enrich.TableVersion.TableVersionCoder;
import io.summerbeam.transforms.enrich.WaitingRecord.WaitingRecordCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.StructuredCoder;
import org.jspecify.annotations.Nullable;

/** What comes for a key: a record, or a change of the table; one of the two is null. */
record Arrival(@Nullable WaitingRecord record, @Nullable TableVersion version) {

  static Arrival of(WaitingRecord record) {
    return new Arrival(record, null);
  }

  static Arrival of(TableVersion version) {
    return new Arrival(null, version);
  }

  /** Which of the two, then that. */
  static final class ArrivalCoder extends StructuredCoder<Arrival> {

    private static final long serialVersionUID = 1;
    private static final int RECORD = 0;
    private static final int VERSION = 1;

    private final WaitingRecordCoder records;
    private final TableVersionCoder versions;

    ArrivalCoder(WaitingRecordCoder records, TableVersionCoder versions) {
      this.records = records;
      this.versions = versions;
    }

    WaitingRecordCoder records() {
      return records;
    }

    TableVersionCoder versions() {
      return versions;
    }

    @Override
    public void encode(Arrival arrival, OutputStream out) throws IOException {
      WaitingRecord record = arrival.record();
      if (record != null) {
        out.write(RECORD);
        records.encode(record, out);
      } else {
        out.write(VERSION);
        versions.encode(Objects.requireNonNull(arrival.version()), out);
      }
    }

    @Override
    public Arrival decode(InputStream in) throws IOException {
      return in.read() == RECORD ? Arrival.of(records.decode(in)) : Arrival.of(versions.decode(in));
    }

    @Override
    public List<? extends Coder<?>> getCoderArguments() {
      return List.of(records, versions);
    }

    @Override
    public void verifyDeterministic() throws NonDeterministicException {
      records.verifyDeterministic();
      versions.verifyDeterministic();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof ArrivalCoder coder
          && records.equals(coder.records)
          && versions.equals(coder.versions);
    }

    @Override
    public int hashCode() {
      return Objects.hash(ArrivalCoder.class, records, versions);
    }
  }
}
