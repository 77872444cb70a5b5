namespace Goalkeeper.Cli.Context;

/// <summary>Who read the output, such as <c>head</c>, has had enough: the command is done.</summary>
internal sealed class ReaderGoneException(Exception inner) : IOException(inner.Message, inner)
{
    /// <summary>EPIPE, which Linux and macOS number alike.</summary>
    public const int BrokenPipe = 32;
}
