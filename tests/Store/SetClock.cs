namespace Goalkeeper.Tests.Store;

/// <summary>A clock that stands still until it is moved.</summary>
internal sealed class SetClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = Sample.Noon;

    public override DateTimeOffset GetUtcNow() => Now;
}
