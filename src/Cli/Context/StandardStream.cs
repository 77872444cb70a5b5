using Microsoft.Win32.SafeHandles;

namespace Goalkeeper.Cli.Context;

/// <summary>A standard stream, which may fail at any moment: its reader goes, its terminal is closed, its disk is full.</summary>
/// <param name="inner">The stream.</param>
/// <param name="isNeeded">Whether a failure is thrown; else what is written from then on is lost.</param>
internal sealed class StandardStream(Stream inner, bool isNeeded) : Stream
{
    private bool _hasFailed;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Writes to the error stream with nothing that has to be loaded first.</summary>
    public static void WriteError(ReadOnlySpan<byte> text)
    {
        try
        {
            using var stream = new FileStream(new SafeFileHandle(2, ownsHandle: false), FileAccess.Write, 0);
            stream.Write(text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Nobody is left to be told.
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ReaderGoneException">Nobody reads the pipe any more.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        // What a failure leaves in a buffer is not tried again: it would only hide the first reason.
        if (_hasFailed) return;
        try
        {
            inner.Write(buffer);
            inner.Flush();
        }
        catch (Exception e) when (e is IOException and not (FileNotFoundException or FileLoadException) or UnauthorizedAccessException or ArgumentException)
        {
            if (!isNeeded)
            {
                // The console may itself lack what it takes.
                WriteError(buffer);
                return;
            }
            _hasFailed = true;
            throw e.HResult == ReaderGoneException.BrokenPipe ? new ReaderGoneException(e) : new IOException(e.Message, e);
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
        // Each write is flushed.
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();
}
