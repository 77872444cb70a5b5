using System.Buffers.Binary;

namespace Goalkeeper.Runner;

/// <summary>What the supervisor says: a kind, a length, that many bytes.</summary>
internal enum Frame : byte
{
    /// <summary>The supervisor is there.</summary>
    Ready = 0xA5,

    /// <summary>The program runs; its number.</summary>
    Started = 1,

    /// <summary>The system did not start it; the error's number.</summary>
    Refused,

    /// <summary>What it wrote to its standard output.</summary>
    Output,

    /// <summary>What it wrote to its standard error.</summary>
    Error,

    /// <summary>It still runs; a few times a second.</summary>
    Tick,

    /// <summary>It has ended, and all that it started: a <see cref="ProgramEnd"/>.</summary>
    Ended,
}

/// <summary>Frames on their way out. What cannot be written any more is dropped: who would have read it has gone.</summary>
internal sealed class FrameWriter(Stream stream)
{
    /// <summary>Room for kind and length at the start of a buffer.</summary>
    public const int HeaderLength = 5;

    private readonly Lock _writing = new();
    private bool _isClosed;

    /// <summary>Writes a frame.</summary>
    public void Write(Frame kind, params byte[] content) => WriteInPlace(kind, [.. new byte[HeaderLength], .. content]);

    /// <summary>Writes a frame whose content stands behind room for the header, at one stroke.</summary>
    public void WriteInPlace(Frame kind, Span<byte> frame)
    {
        frame[0] = (byte)kind;
        BinaryPrimitives.WriteInt32LittleEndian(frame[1..], frame.Length - HeaderLength);
        lock (_writing)
        {
            if (_isClosed) return;
            try
            {
                stream.Write(frame);
            }
            catch (IOException)
            {
                _isClosed = true;
            }
        }
    }
}

/// <summary>Frames on their way in.</summary>
internal sealed class FrameReader(Stream stream)
{
    private const int Longest = 1 << 20;

    private byte[] _content = new byte[1 << 16];

    /// <summary>The next frame; false at the end, and where what comes is none.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="content">Its bytes, until the next is read.</param>
    public bool TryRead(out Frame kind, out ReadOnlySpan<byte> content)
    {
        Span<byte> header = stackalloc byte[FrameWriter.HeaderLength];
        kind = default;
        content = default;
        if (stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length) return false;
        kind = (Frame)header[0];
        var length = BinaryPrimitives.ReadInt32LittleEndian(header[1..]);
        if (!Enum.IsDefined(kind) || length is < 0 or > Longest) return false;
        if (length > _content.Length) _content = new byte[Longest];
        content = _content.AsSpan(0, length);
        return stream.ReadAtLeast(_content.AsSpan(0, length), length, throwOnEndOfStream: false) == length;
    }
}
