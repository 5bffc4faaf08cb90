package io.summerbeam.contract;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollectionList;

/** What comes out of a pipeline, where the runner is in this JVM. */
final class CollectedLines {

  // A pipeline that was cancelled may still put out something while the next one runs.
  private static final Map<String, Queue<String>> QUEUES = new ConcurrentHashMap<>();

  private final String id = UUID.randomUUID().toString();

  CollectedLines(PCollectionList<String> lines) {
    QUEUES.put(id, new ConcurrentLinkedQueue<>());
    for (int i = 0; i < lines.size(); i++) {
      lines.get(i).apply("Collect " + i + " " + id, ParDo.of(new CollectFn(id)));
    }
  }

  /** So far, in no order. */
  List<String> soFar() {
    return List.copyOf(QUEUES.get(id));
  }

  private static final class CollectFn extends DoFn<String, Void> {

    private final String id;

    CollectFn(String id) {
      this.id = id;
    }

    @ProcessElement
    public void process(@Element String line) {
      QUEUES.get(id).add(line);
    }
  }
}
