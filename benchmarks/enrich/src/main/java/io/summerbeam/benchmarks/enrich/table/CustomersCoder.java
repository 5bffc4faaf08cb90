package io.summerbeam.benchmarks.enrich.table;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.util.VarInt;

/** Writes how many customers there are, and then each. */
final class CustomersCoder extends AtomicCoder<Map<String, Customer>> {

  private static final long serialVersionUID = 1;

  private static final StringUtf8Coder TEXT = StringUtf8Coder.of();

  @Override
  public void encode(Map<String, Customer> customers, OutputStream out) throws IOException {
    VarInt.encode(customers.size(), out);
    for (Map.Entry<String, Customer> entry : customers.entrySet()) {
      TEXT.encode(entry.getKey(), out);
      TEXT.encode(entry.getValue().name(), out);
      VarInt.encode(entry.getValue().points(), out);
    }
  }

  @Override
  public Map<String, Customer> decode(InputStream in) throws IOException {
    int count = VarInt.decodeInt(in);
    Map<String, Customer> customers = new HashMap<>();
    for (int i = 0; i < count; i++) {
      customers.put(TEXT.decode(in), new Customer(TEXT.decode(in), VarInt.decodeLong(in)));
    }
    return customers;
  }
}
