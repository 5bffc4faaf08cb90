package io.summerbeam.transforms.lookup;

import io.summerbeam.sdk.lookup.Lookup;
import io.summerbeam.sdk.lookup.LookupException;
import io.summerbeam.sdk.lookup.RowLookupSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;

/** A table in this process, and what a test does to it. Equal to the others of its name. */
public record MemorySource(String name) implements RowLookupSource {

  public static final Schema KEY = Schema.builder().addInt64Field("id").build();
  public static final Schema VALUE =
      Schema.builder().addStringField("name").addInt64Field("size").build();

  private static final Map<String, Server> SERVERS = new ConcurrentHashMap<>();

  /** What the sources of a name talk to. */
  public Server server() {
    return SERVERS.computeIfAbsent(name, unused -> new Server());
  }

  /** The value of a key as the table has it. */
  public static Row value(long id) {
    return Row.withSchema(VALUE).addValues("n" + id, id * 2).build();
  }

  public static long id(Row key) {
    return key.getInt64(0);
  }

  @Override
  public Lookup<Row, Row> open() throws LookupException {
    Server server = server();
    server.opened.incrementAndGet();
    LookupException refusal = server.refusals.isEmpty() ? null : server.refusals.remove(0);
    if (refusal != null) {
      throw refusal;
    }
    return new Lookup<>() {
      @Override
      public CompletionStage<Map<Row, Row>> get(Set<Row> keys) {
        return server.get(keys);
      }

      @Override
      public CompletionStage<Map<Row, Row>> get(Set<Row> keys, Runnable whenSent) {
        server.sends.accept(whenSent);
        return get(keys);
      }

      @Override
      public void close() {
        server.closed.incrementAndGet();
        server.whenClosed.run();
      }
    };
  }

  @Override
  public Schema keySchema() {
    return KEY;
  }

  @Override
  public Schema valueSchema() {
    return VALUE;
  }

  @Override
  public int requestsFor(int keys) {
    return server().requestsFor.applyAsInt(keys);
  }

  /** Answers at once with all it has, unless told otherwise. */
  public static final class Server {

    public final AtomicInteger opened = new AtomicInteger();
    public final AtomicInteger closed = new AtomicInteger();
    public final List<LookupException> refusals = Collections.synchronizedList(new ArrayList<>());

    /** The requests, each with its keys in order. */
    public final List<List<Long>> requests = Collections.synchronizedList(new ArrayList<>());

    /** What else is done when a lookup is closed. */
    public volatile Runnable whenClosed = () -> {};

    /** When a lookup says that it has sent what it is asked; at once, unless told otherwise. */
    public volatile Consumer<Runnable> sends = Runnable::run;

    /** How many requests it is asked for so many keys. */
    public volatile IntUnaryOperator requestsFor = keys -> 1;

    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();

    /** What becomes of a request. */
    public volatile Function<Set<Row>, CompletionStage<Map<Row, Row>>> answers =
        keys -> CompletableFuture.completedFuture(found(keys));

    CompletionStage<Map<Row, Row>> get(Set<Row> keys) {
      requests.add(keys.stream().map(MemorySource::id).sorted().toList());
      mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
      CompletionStage<Map<Row, Row>> answer;
      try {
        answer = answers.apply(keys);
      } catch (RuntimeException e) {
        open.decrementAndGet();
        throw e;
      }
      if (answer == null) {
        return null;
      }
      answer.whenComplete((values, error) -> open.decrementAndGet());
      return answer;
    }

    /** How many requests were open at the same time, at most. */
    public int mostOpen() {
      return mostOpen.get();
    }

    /** How many are open. */
    public int open() {
      return open.get();
    }

    /** What the table has of these: all but negative ones. */
    public static Map<Row, Row> found(Set<Row> keys) {
      Map<Row, Row> values = new HashMap<>();
      for (Row key : keys) {
        if (id(key) >= 0) {
          values.put(key, value(id(key)));
        }
      }
      return values;
    }

    /** A failed answer. */
    public static CompletionStage<Map<Row, Row>> failed(Throwable error) {
      return CompletableFuture.failedFuture(error);
    }
  }
}
