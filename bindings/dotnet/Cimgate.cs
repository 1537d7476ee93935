using System;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;

namespace Cimgate
{
    /// <summary>What a call came to: the exit status of the program.</summary>
    public enum Status { Fine = 0, Found = 1, Undetermined = 3 }

    /// <summary>A status, and the answer as JSON, for System.Text.Json or what you have.</summary>
    public sealed class Answer
    {
        public Status Status { get; }
        public string Json { get; }
        internal Answer(Status status, string json) { Status = status; Json = json; }
    }

    /// <summary>The call was wrong: an option that there is not. The text is {"error": "…"}.</summary>
    public sealed class CallException : ArgumentException
    {
        internal CallException(string text) : base(text) { }
    }

    /// <summary>A fault of cimgate, or no memory.</summary>
    public sealed class FaultException : InvalidOperationException
    {
        internal FaultException(string text) : base(text) { }
    }

    /// <summary>Opened once, used by many: may be used by several threads at once. docs/embedding.md lists the members of
    /// options and answers.</summary>
    public sealed class Gateway : IDisposable
    {
        private readonly GatewayHandle handle;

        /// <param name="options">{"data": "FOLDER", "market": "FILE", "reader": "reference"}; null for the defaults</param>
        public Gateway(string options = null)
        {
            int status = Native.cimgate_open(Text(options), out handle, out IntPtr problem);
            Take(status, problem);
        }

        public static string Version => Utf8(Native.cimgate_version());

        public Answer Validate(string options, params byte[][] parts) => Call(Native.cimgate_validate, options, parts);
        public Answer Translate(string options, params byte[][] parts) => Call(Native.cimgate_translate, options, parts);
        public Answer Explain(string options, params byte[][] parts) => Call(Native.cimgate_explain, options, parts);
        public Answer RoundTrip(string options, params byte[][] parts) => Call(Native.cimgate_round_trip, options, parts);

        /// <summary>Calls that run come to their end first: each holds the handle.</summary>
        public void Dispose() => handle.Dispose();

        private delegate int Function(GatewayHandle gateway, Part[] parts, UIntPtr count, byte[] options, out IntPtr answer);

        private Answer Call(Function function, string options, byte[][] inputs)
        {
            var pins = new GCHandle[inputs.Length];
            var parts = new Part[inputs.Length];
            try
            {
                for (int i = 0; i < inputs.Length; ++i)
                {
                    pins[i] = GCHandle.Alloc(inputs[i], GCHandleType.Pinned);
                    parts[i] = new Part { Bytes = pins[i].AddrOfPinnedObject(), Size = (UIntPtr)inputs[i].Length };
                }
                int status = function(handle, parts, (UIntPtr)parts.Length, Text(options), out IntPtr answer);
                return Take(status, answer);
            }
            finally
            {
                foreach (var pin in pins) if (pin.IsAllocated) pin.Free();
            }
        }

        private static byte[] Text(string text) => text == null ? null : Encoding.UTF8.GetBytes(text + "\0");

        private static string Utf8(IntPtr text)
        {
            int length = 0;
            while (Marshal.ReadByte(text, length) != 0) ++length;
            var bytes = new byte[length];
            Marshal.Copy(text, bytes, 0, length);
            return Encoding.UTF8.GetString(bytes);
        }

        private static Answer Take(int status, IntPtr answer)
        {
            string json = "";
            if (answer != IntPtr.Zero)
            {
                json = Utf8(answer);
                Native.cimgate_free(answer);
            }
            if (status == 2) throw new CallException(json);
            if (!Enum.IsDefined(typeof(Status), status)) throw new FaultException(json);
            return new Answer((Status)status, json);
        }
    }

    internal sealed class GatewayHandle : SafeHandle
    {
        public GatewayHandle() : base(IntPtr.Zero, true) { }
        public override bool IsInvalid => handle == IntPtr.Zero;
        protected override bool ReleaseHandle() { Native.cimgate_close(handle); return true; }
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Part
    {
        public IntPtr Bytes;
        public UIntPtr Size;
    }

    /// <summary>include/cimgate/cimgate.h</summary>
    internal static class Native
    {
        private const string Library = "libcimgate.so.0";

        [DllImport(Library)] internal static extern IntPtr cimgate_version();
        [DllImport(Library)] internal static extern int cimgate_open(byte[] options, out GatewayHandle gateway, out IntPtr problem);
        [DllImport(Library)] internal static extern void cimgate_close(IntPtr gateway);
        [DllImport(Library)] internal static extern int cimgate_validate(GatewayHandle gateway, [In] Part[] parts, UIntPtr count, byte[] options, out IntPtr answer);
        [DllImport(Library)] internal static extern int cimgate_translate(GatewayHandle gateway, [In] Part[] parts, UIntPtr count, byte[] options, out IntPtr answer);
        [DllImport(Library)] internal static extern int cimgate_explain(GatewayHandle gateway, [In] Part[] parts, UIntPtr count, byte[] options, out IntPtr answer);
        [DllImport(Library)] internal static extern int cimgate_round_trip(GatewayHandle gateway, [In] Part[] parts, UIntPtr count, byte[] options, out IntPtr answer);
        [DllImport(Library)] internal static extern void cimgate_free(IntPtr answer);
    }
}
