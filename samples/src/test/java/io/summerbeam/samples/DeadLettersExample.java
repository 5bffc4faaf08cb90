package io.summerbeam.samples;

import io.summerbeam.io.files.FileDeadLetters;
import io.summerbeam.io.files.FileRows;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.transforms.validate.Validate;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.schemas.Schema;

/**
 * The example of {@link DeadLetters}, between the marks, as it stands there but for white space. It
 * is here because it shows modules that the class itself does not see.
 */
final class DeadLettersExample {

  private DeadLettersExample() {}

  static void run(Pipeline pipeline, String files, Schema schema, String directory) {
    // begin
    try (DeadLetters dead = DeadLetters.in(pipeline).writeTo(FileDeadLetters.to(directory))) {
      pipeline
          .apply(FileRows.read(files).withSchema(schema).withDeadLetters(dead))
          .apply(
              Validate.records().expect("distance_positive", "distance > 0").withDeadLetters(dead));
    }
    pipeline.run();
    // end
  }
}
