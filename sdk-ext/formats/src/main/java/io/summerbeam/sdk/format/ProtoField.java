package io.summerbeam.sdk.format;

/**
 * A field of a message.
 *
 * @param typeName of a message or an enum, with its package; empty for scalars
 * @param hasPresence whether it says that it is not there; else it is zero, or empty
 * @param required whether it is always there
 * @param packed whether values that are numbers are written behind one tag, where it is repeated
 * @param oneof which of the message's oneofs it is in; negative where it is in none
 */
record ProtoField(
    String name,
    int number,
    ProtoType type,
    String typeName,
    boolean repeated,
    boolean hasPresence,
    boolean required,
    boolean packed,
    int oneof) {}
