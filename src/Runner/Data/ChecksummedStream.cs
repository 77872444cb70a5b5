namespace Goalkeeper.Runner;

/// <summary>Reads an entry of a zip file and holds it, at its last byte, to the CRC-32 that the file gives for it: .NET's reader does not.</summary>
/// <param name="inner">The entry's content.</param>
/// <param name="length">How long it is.</param>
/// <param name="expected">Its CRC-32, as zip has it (polynomial 0xEDB88320).</param>
internal sealed class ChecksummedStream(Stream inner, long length, uint expected) : Stream
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(i =>
    {
        var entry = (uint)i;
        for (var bit = 0; bit < 8; bit++) entry = (entry >> 1) ^ ((entry & 1) * 0xEDB88320);
        return entry;
    })];

    private uint _crc = uint.MaxValue;
    private long _position;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => length;

    /// <inheritdoc/>
    public override long Position { get => _position; set => throw new NotSupportedException(); }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The last byte is read, and the checksum is another.</exception>
    public override int Read(Span<byte> buffer)
    {
        var count = inner.Read(buffer);
        foreach (var value in buffer[..count]) _crc = (_crc >> 8) ^ Table[(byte)_crc ^ value];
        _position += count;
        if (count > 0 && _position == length && ~_crc != expected) throw new InvalidDataException("Its checksum is not that of its bytes.");
        return count;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
        // Nothing is written.
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
