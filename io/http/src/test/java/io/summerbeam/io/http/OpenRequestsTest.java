package io.summerbeam.io.http;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class OpenRequestsTest {

  private final OpenRequests requests = new OpenRequests(2);
  private final List<Integer> begun = new ArrayList<>();

  private CompletableFuture<String> add(int number) {
    CompletableFuture<String> answer = new CompletableFuture<>();
    requests.add(
        () -> {
          begun.add(number);
          return answer;
        });
    return answer;
  }

  @Test
  public void add_moreThanMayBeOpen_beginsTheNextWhereOneHasEnded() {
    CompletableFuture<String> first = add(1);
    add(2);
    add(3);
    assertThat(begun, contains(1, 2));
    first.complete("done");
    assertThat(begun, contains(1, 2, 3));
  }

  @Test
  public void add_afterOneThatCouldNotBegin_stillBegins() {
    OutOfMemoryError error =
        assertThrows(
            OutOfMemoryError.class,
            () ->
                requests.add(
                    () -> {
                      throw new OutOfMemoryError("no thread");
                    }));
    assertThat(error.getMessage(), equalTo("no thread"));
    add(1);
    add(2);
    assertThat(begun, contains(1, 2));
  }
}
