package io.summerbeam.io.files;

import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.io.FileBasedSource;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.ValueProvider.StaticValueProvider;
import org.apache.beam.sdk.schemas.Schema;

/**
 * The records of the files that a pattern matches, in blocks. A block has the records that start in
 * its bytes, and belongs to the part of the file that its first byte is in: so a part of a file can
 * be split between two blocks while it is read.
 */
final class RecordFileSource extends FileBasedSource<RecordBlock> {

  private static final long serialVersionUID = 1;

  /** Smaller parts of a file cost more than they gain. */
  static final long MIN_BUNDLE_BYTES = 8L << 20;

  /** Some hundreds of records of a usual size, which a worker holds at once. */
  static final int BLOCK_BYTES = 1 << 15;

  private final FileLayout layout;
  private final Schema schema;
  private final int maxRecordBytes;
  private final int blockBytes;

  RecordFileSource(
      String pattern,
      FileLayout layout,
      Schema schema,
      int maxRecordBytes,
      int blockBytes,
      long minBundleBytes) {
    super(StaticValueProvider.of(pattern), EmptyMatchTreatment.DISALLOW, minBundleBytes);
    this.layout = layout;
    this.schema = schema;
    this.maxRecordBytes = maxRecordBytes;
    this.blockBytes = blockBytes;
  }

  private RecordFileSource(RecordFileSource whole, Metadata file, long start, long end) {
    super(file, whole.getMinBundleSize(), start, end);
    this.layout = whole.layout;
    this.schema = whole.schema;
    this.maxRecordBytes = whole.maxRecordBytes;
    this.blockBytes = whole.blockBytes;
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

  int blockBytes() {
    return blockBytes;
  }

  @Override
  protected FileBasedSource<RecordBlock> createForSubrangeOfFile(
      Metadata file, long start, long end) {
    return new RecordFileSource(this, file, start, end);
  }

  @Override
  protected FileBasedReader<RecordBlock> createSingleFileReader(PipelineOptions options) {
    return new RecordFileReader(this);
  }

  @Override
  protected boolean isSplittable() throws Exception {
    return (getMode() == Mode.FILEPATTERN || layout.isSplittable()) && super.isSplittable();
  }

  @Override
  public Coder<RecordBlock> getOutputCoder() {
    return RecordBlockCoder.of();
  }
}
