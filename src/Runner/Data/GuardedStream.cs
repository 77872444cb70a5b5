using System.Runtime.CompilerServices;

namespace Goalkeeper.Runner;

/// <summary>
/// A file that a library reads which trusts it. Links and trees of a damaged file may go in circles, for ever or until the stack ends,
/// which would end the process: each turn reads, and here is where it stops.
/// </summary>
internal sealed class GuardedStream(Stream inner) : Stream
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly long _since = TimeProvider.System.GetTimestamp();

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => inner.Position = value;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <exception cref="InvalidDataException">It goes in circles.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack() || TimeProvider.System.GetElapsedTime(_since) > Patience)
            throw new InvalidDataException("its links or trees go in circles");
        return inner.Read(buffer);
    }

    public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
