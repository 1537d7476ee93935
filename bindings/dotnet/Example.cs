using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Cimgate;

internal static class Example
{
    private static void Must(bool holds, string what)
    {
        if (!holds) throw new Exception(what);
    }

    /// <summary>Example EXAMPLES-FOLDER</summary>
    private static void Main(string[] arguments)
    {
        string folder = Path.Combine(arguments[0], "RequestStartOfSupply");
        byte[] valid = File.ReadAllBytes(Path.Combine(folder, "valid", "change-of-supplier.xml"));
        byte[] invalid = File.ReadAllBytes(Path.Combine(folder, "invalid", "misspelt-element.xml"));
        using (var gateway = new Gateway())
        {
            Console.WriteLine("cimgate " + Gateway.Version);
            Console.Write(gateway.Validate("{\"file\": \"bytte-æøå\"}", valid).Json);
            Must(gateway.Validate(null, valid).Status == Status.Fine, "valid");
            Must(gateway.Validate(null, invalid).Status == Status.Found, "invalid");
            Must(gateway.Translate(null, valid).Json.Contains("RequestChangeOfSupplier_MarketDocument"), "translate");
            Must(gateway.Explain(null, valid).Json.Contains("\"how\": \"copied\""), "explain");
            Must(gateway.RoundTrip(null, valid).Json.Contains("\"equal\": true"), "round trip");
            string alone = gateway.Validate(null, invalid).Json;
            var answers = Enumerable.Range(0, 400).AsParallel().Select(i => gateway.Validate(null, invalid).Json).ToList();
            Must(answers.All(answer => answer == alone), "threads");
            try
            {
                gateway.Validate("{\"levle\": \"codes\"}", valid);
                Must(false, "a wrong option is taken");
            }
            catch (CallException error)
            {
                Console.Write(error.Message);
            }
        }
        Console.WriteLine("validate, translate, explain, round trip, threads");
    }
}
