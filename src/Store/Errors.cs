namespace Goalkeeper.Store;

/// <summary>Something that the user can mend: what is wrong, where, what was expected, what to do. Exit code 2.</summary>
public class UserErrorException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>The message; a line for each thing that is wrong.</summary>
    public virtual IReadOnlyList<string> Lines => [Message];
}

/// <summary>The store could not do its work (locked, full, unreadable); nothing already stored is lost. Exit code 1.</summary>
public sealed class StoreException(string message, Exception? innerException = null) : Exception(message, innerException);
