package io.summerbeam.sdk.format;

import static io.summerbeam.sdk.format.ProtoExamples.ORDER;
import static io.summerbeam.sdk.format.ProtoExamples.SCALARS;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import java.util.Random;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class ProtobufFuzzTest {

  private static final int MUTANTS = 10_000;

  @Test
  public void mutatedMessage_asGooglesLibraryReadsItOrMalformed() throws Exception {
    Random random = new Random(3);
    Mutations mutations = new Mutations(5);
    for (Descriptor descriptor : new Descriptor[] {ORDER, SCALARS}) {
      ProtobufFormat format = ProtoExamples.format(descriptor);
      RowDecoder decoder = format.decoder(format.schema());
      int rows = 0;
      int malformed = 0;
      for (int i = 0; i < MUTANTS; i++) {
        byte[] mutant = mutations.of(ProtoReference.random(descriptor, random).toByteArray());
        Row row;
        try {
          row = decoder.decode(mutant);
        } catch (MalformedException e) {
          malformed++;
          continue;
        }
        rows++;
        // Ours is the stricter: what it takes, Google's takes, and reads the same.
        assertThat(
            ProtoReference.row(DynamicMessage.parseFrom(descriptor, mutant), format.schema()),
            equalTo(row));
      }
      assertThat(rows, greaterThan(MUTANTS / 100));
      assertThat(malformed, greaterThan(MUTANTS / 100));
    }
  }

  @Test
  public void mutatedDescriptors_refusedOrTaken() {
    Mutations mutations = new Mutations(5);
    byte[] set = ProtoExamples.set(ORDER.getFile());
    int refused = 0;
    for (int i = 0; i < 2_000; i++) {
      try {
        ProtobufFormat format = ProtobufFormat.of(mutations.of(set), "shop.v1.Order");
        format.decoder(format.schema());
      } catch (IllegalArgumentException e) {
        refused++;
      }
    }
    assertThat(refused, greaterThan(100));
  }
}
