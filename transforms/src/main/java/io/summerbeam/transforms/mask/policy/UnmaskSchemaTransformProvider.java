package io.summerbeam.transforms.mask.policy;

import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.failure.PayloadPolicy;
import io.summerbeam.transforms.mask.Unmask;
import io.summerbeam.transforms.portable.PortableTransform;
import java.util.List;
import org.apache.beam.sdk.schemas.transforms.SchemaTransform;
import org.apache.beam.sdk.schemas.transforms.TypedSchemaTransformProvider;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionRowTuple;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * {@link Unmask} for Beam YAML and other SDKs: {@code summerbeam:unmask:v1}, with the {@link
 * MaskPolicy}, or the same fields, that the records were masked by. Its dead letters hold the
 * records as they came in: masked.
 */
public final class UnmaskSchemaTransformProvider
    extends TypedSchemaTransformProvider<MaskConfiguration> {

  /** The identifier. */
  public static final String IDENTIFIER = "summerbeam:unmask:v1";

  @Override
  public String identifier() {
    return IDENTIFIER;
  }

  @Override
  public String description() {
    return "Turns masked fields of records back.";
  }

  @Override
  public List<String> inputCollectionNames() {
    return List.of(PortableTransform.INPUT);
  }

  @Override
  public List<String> outputCollectionNames() {
    return List.of(PortableTransform.OUTPUT);
  }

  @Override
  protected SchemaTransform from(MaskConfiguration configuration) {
    return new PortableTransform(configuration.getErrorHandling()) {
      @Override
      protected PCollection<Row> apply(PCollectionRowTuple inputs, @Nullable DeadLetters dead) {
        PCollection<Row> input = inputs.get(INPUT);
        Unmask unmask =
            PolicyConfiguration.policy(IDENTIFIER, configuration).toUnmask(input.getSchema());
        String stepName = configuration.getStepName();
        if (stepName != null) {
          unmask = unmask.withStepName(stepName);
        }
        return input.apply(dead == null ? unmask : unmask.withDeadLetters(dead));
      }

      @Override
      protected PayloadPolicy payloadPolicy(PCollectionRowTuple inputs) {
        // Without what libraries say, which may quote what was unmasked.
        return letter -> letter;
      }
    };
  }
}
