package io.summerbeam.faults;

/**
 * What a fault did.
 *
 * @param what was done
 * @param fed how many orders had been fed when it came
 * @param downMillis how long what was broken was so
 * @param backMillis from the fault until an order that was fed after it was through, exactly once
 * @param restarts how many times the job failed and was restarted by Flink because of it
 * @param copies how many records came a second time into the topic that is written at least once
 */
record FaultRecord(
    String what, int fed, long downMillis, long backMillis, int restarts, int copies) {

  FaultRecord withCopies(int count) {
    return new FaultRecord(what, fed, downMillis, backMillis, restarts, count);
  }
}
