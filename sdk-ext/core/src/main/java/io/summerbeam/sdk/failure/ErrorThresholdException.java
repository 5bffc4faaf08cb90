package io.summerbeam.sdk.failure;

/** More records failed than an {@link ErrorThreshold} accepts: the pipeline is to stop. */
public final class ErrorThresholdException extends RuntimeException {

  private static final long serialVersionUID = 1;

  ErrorThresholdException(String message) {
    super(message);
  }
}
