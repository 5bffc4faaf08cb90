package io.summerbeam.io.files;

import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.io.FileBasedSource;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.ValueProvider.StaticValueProvider;
import org.apache.beam.sdk.schemas.Schema;

/** The records of the files that a pattern matches. */
final class RecordFileSource extends FileBasedSource<RawRecord> {

  private static final long serialVersionUID = 1;

  /** Smaller parts of a file cost more than they gain. */
  static final long MIN_BUNDLE_BYTES = 8L << 20;

  private final FileLayout layout;
  private final Schema schema;
  private final int maxRecordBytes;

  RecordFileSource(
      String pattern, FileLayout layout, Schema schema, int maxRecordBytes, long minBundleBytes) {
    super(StaticValueProvider.of(pattern), EmptyMatchTreatment.DISALLOW, minBundleBytes);
    this.layout = layout;
    this.schema = schema;
    this.maxRecordBytes = maxRecordBytes;
  }

  private RecordFileSource(RecordFileSource whole, Metadata file, long start, long end) {
    super(file, whole.getMinBundleSize(), start, end);
    this.layout = whole.layout;
    this.schema = whole.schema;
    this.maxRecordBytes = whole.maxRecordBytes;
  }

  FileLayout layout() {
    return layout;
  }

  Schema schema() {
    return schema;
  }

  int maxRecordBytes() {
    return maxRecordBytes;
  }

  @Override
  protected FileBasedSource<RawRecord> createForSubrangeOfFile(
      Metadata file, long start, long end) {
    return new RecordFileSource(this, file, start, end);
  }

  @Override
  protected FileBasedReader<RawRecord> createSingleFileReader(PipelineOptions options) {
    return new RecordFileReader(this);
  }

  @Override
  protected boolean isSplittable() throws Exception {
    return (getMode() == Mode.FILEPATTERN || layout.isSplittable()) && super.isSplittable();
  }

  @Override
  public Coder<RawRecord> getOutputCoder() {
    return RawRecordCoder.of();
  }
}
